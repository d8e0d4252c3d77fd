/** The same cases in every run: a test that fails here fails everywhere. `PARLEY_SEED` looks at other cases. */

import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PARLEY_SEED ?? 20_261_124) });
