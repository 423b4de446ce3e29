/** Ant Design in the hall's own colours (`styles/base.css`). */
import { theme as antd, type ThemeConfig } from 'antd';
import type { Theme } from './prefs.ts';

const SHARED = {
  fontSize: 13,
  borderRadius: 4,
  controlHeight: 28,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
  fontFamily: 'var(--font)',
};

const light: ThemeConfig = {
  algorithm: antd.defaultAlgorithm,
  token: {
    ...SHARED,
    colorPrimary: '#12559e',
    colorError: '#b3141f',
    colorWarning: '#8a4b00',
    colorSuccess: '#1b6e34',
    colorText: '#17212b',
    colorTextSecondary: '#526070',
    colorTextPlaceholder: '#526070',
    colorBorder: '#7c8894',
    colorBgLayout: '#eef1f4',
  },
};

const dark: ThemeConfig = {
  algorithm: antd.darkAlgorithm,
  token: {
    ...SHARED,
    colorPrimary: '#7ab2f5',
    colorTextLightSolid: '#0b1622',
    colorError: '#ff8a85',
    colorWarning: '#f3bd5b',
    colorSuccess: '#74d394',
    colorText: '#e4eaf0',
    colorTextSecondary: '#a2b1c0',
    colorTextPlaceholder: '#a2b1c0',
    colorBorder: '#6f7f8f',
    colorBgBase: '#171d24',
    colorBgContainer: '#171d24',
    colorBgElevated: '#1e262f',
    colorBgLayout: '#0f1419',
  },
};

export function antdTheme(theme: Theme): ThemeConfig {
  return theme === 'dark' ? dark : light;
}
