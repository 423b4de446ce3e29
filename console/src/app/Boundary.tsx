/** A page that breaks says so and offers a way on; what was entered is kept in the drafts. */
import { Component, type ReactNode } from 'react';
import { say } from '../i18n/index.ts';

export class Boundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div className="empty" role="alert">
        <strong>{say('error.page')}</strong>
        <p>
          <button type="button" className="btn primary" onClick={() => location.reload()}>
            {say('common.reload')}
          </button>
        </p>
      </div>
    );
  }
}
