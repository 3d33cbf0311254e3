import { ensureAppBuild } from './setup/app-build.ts';
import { runScript, say } from './setup/say.ts';

await runScript(async () => {
  const folder = await ensureAppBuild();
  say(`Built in ${folder}/out`);
  return 0;
});
