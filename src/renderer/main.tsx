import './ui/theme/index.css';
import { createRoot } from 'react-dom/client';
import { present } from '../base/assert.ts';
import { App } from './app.tsx';
import { createDeskLink, windowPorts } from './data/desk-link.ts';
import { UNKNOWN_BOOT, mainVerbs } from './data/main-verbs.ts';
import { initTexts } from './i18n.ts';

initTexts();
const verbs = mainVerbs();
const link = createDeskLink(windowPorts(() => verbs?.connect()));
const boot = (await verbs?.boot()) ?? UNKNOWN_BOOT;
createRoot(present(document.getElementById('root'), '#root')).render(
  <App link={link} boot={boot} verbs={verbs} />,
);
