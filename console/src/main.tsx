import './styles/base.css';
import './styles/parts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { currentPrefs } from './app/prefs.ts';
import { restore } from './app/session.ts';
import { currentLanguage } from './i18n/index.ts';

document.documentElement.dataset['theme'] = currentPrefs().theme;
document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
void restore();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
