import { shell, type Session, type WebContents } from 'electron';
import { writeLog } from './log.ts';
import { mayOpenOutside } from './outside-links.ts';
import type { PageAddress } from './page-address.ts';

const NETWORK_AND_DISK = ['http', 'https', 'ws', 'wss', 'ftp', 'file'].map((scheme) => `${scheme}://*/*`);

/**
 * Permissions are refused: the console needs none of the camera, the microphone, USB or notifications. The one exception is
 * putting text on the clipboard, for messages to clients; reading what others put there stays refused.
 */
const MAY_WRITE_CLIPBOARD = 'clipboard-sanitized-write';

export function guardSession(session: Session, page: PageAddress): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    if (permission === MAY_WRITE_CLIPBOARD) {
      decide(true);
      return;
    }
    writeLog('permission refused', { permission });
    decide(false);
  });
  session.setPermissionCheckHandler((_contents, permission) => permission === MAY_WRITE_CLIPBOARD);
  session.setDevicePermissionHandler(() => false);
  // A second lock behind the policy: the page's own process never reaches the network or the disk.
  session.webRequest.onBeforeRequest({ urls: NETWORK_AND_DISK }, (details, decide) => {
    // Only a development build is served over http, with its socket for hot reload on the same host.
    const hotReload = page.origin.startsWith('http:') && new URL(details.url).host === new URL(page.url).host;
    decide({ cancel: !hotReload });
  });
}

/** One page, one window, for ever: no navigation, no new windows, no embedded browsers. */
export function guardContents(contents: WebContents, page: PageAddress): void {
  const refuse = (event: { preventDefault: () => void }, what: string): void => {
    event.preventDefault();
    writeLog('navigation refused', { what });
  };
  contents.on('will-navigate', (event) => {
    // Reloading the page is a navigation to itself.
    if (new URL(event.url).href !== page.url) refuse(event, 'navigate');
  });
  contents.on('will-redirect', (event) => refuse(event, 'redirect'));
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse(event, 'frame');
  });
  contents.on('will-attach-webview', (event) => refuse(event, 'webview'));
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    else writeLog('new window refused', {});
    return { action: 'deny' };
  });
}
