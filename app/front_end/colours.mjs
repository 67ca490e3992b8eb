/* The colours' library with the spaces that the charts' computes in: figures name theirs as #rrggbb and rgba(). */
import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";

[modeRgb, modeHsl, modeLrgb].forEach(useMode);
export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";
