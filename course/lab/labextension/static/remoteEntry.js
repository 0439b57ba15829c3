/*
 * The course's JupyterLab extension, without a bundler.
 *
 * JupyterLab loads extensions as module-federation containers: an object with
 * `init`, which is given the modules Lab shares, and `get`, which hands over
 * the extension. This file is that container; lesson.js is the extension.
 */
(() => {
  const folder = new URL('.', document.currentScript.src);
  let shared = {};

  const load = async () => {
    const [{ newest }, { lessonPlugin }] = await Promise.all([
      import(new URL('versions.js', folder)),
      import(new URL('lesson.js', folder)),
    ]);
    const take = async (name) => {
      const versions = shared[name];
      if (!versions || Object.keys(versions).length === 0) {
        throw new Error(`JupyterLab no longer shares ${name}.`);
      }
      return (await versions[newest(versions)].get())();
    };
    const plugin = await lessonPlugin(take, folder);
    return () => ({ __esModule: true, default: plugin });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.fourlenses = {
    init: (scope) => {
      shared = scope;
    },
    get: (module) =>
      module === './extension'
        ? load()
        : Promise.reject(new Error(`fourlenses has no module ${module}.`)),
  };
})();
