/** Bodies and files, sent before anything is released: nobody sees them. */

import type { Driver } from "#drivers/driver.ts";
import type { Plan } from "#plan/plan.ts";

/** Uploads what the platform lacks; `sent` hears how much of it is there by then. */
export async function upload(
  plan: Pick<Plan, "bodies" | "assets">,
  driver: Driver,
  report: (line: string) => void,
  sent: (done: number, of: number) => void = () => undefined,
): Promise<void> {
  const missing = new Set(await driver.missing([...plan.bodies.keys(), ...plan.assets.keys()]));
  const bodies = new Map([...plan.bodies].filter(([digest]) => missing.has(digest)));
  sent(0, missing.size);
  if (missing.size > 0) report(`uploading ${missing.size} of ${plan.bodies.size + plan.assets.size} bodies and assets`);
  await driver.uploadBodies(bodies, (count) => sent(count, missing.size));
  let done = bodies.size;
  for (const [digest, bytes] of plan.assets) {
    if (!missing.has(digest)) continue;
    await driver.uploadAsset(digest, bytes);
    done += 1;
    sent(done, missing.size);
  }
}
