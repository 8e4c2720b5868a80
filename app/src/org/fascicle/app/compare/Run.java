package org.fascicle.app.compare;

/**
 * One training of a comparison.
 *
 * @param variant its number, from 0
 * @param seed of the folds and of the training
 * @param fold by which it is judged, from 0
 */
public record Run(int variant, long seed, int fold) {
    /** The name of its file. */
    String file() {
        return "variant-" + (variant + 1) + "-seed-" + seed + "-fold-" + (fold + 1) + ".json";
    }
}
