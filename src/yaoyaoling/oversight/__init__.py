"""Second pairs of eyes: double check of dispatch and of feedback (later supervision, spot checks, callbacks)."""
