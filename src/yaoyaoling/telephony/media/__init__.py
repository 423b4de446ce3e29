"""Sound of calls: rtpengine towards the trunk, Janus' AudioBridge as conference and recorder; no database, no hall."""
