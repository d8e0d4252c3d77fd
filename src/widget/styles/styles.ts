/** All of the widget's looks, in the order in which they build on one another. */

import { conversation } from "#widget/styles/conversation.ts";
import { frame } from "#widget/styles/frame.ts";
import { palette } from "#widget/styles/palette.ts";

export const styles = [palette, frame, conversation];
