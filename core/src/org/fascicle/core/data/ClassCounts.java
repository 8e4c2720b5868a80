package org.fascicle.core.data;

import java.util.Map;

import org.fascicle.core.model.ClassWeights;

/** Counts the training rows of each class. */
public final class ClassCounts {
    private static final int CHUNK = 1024;

    private ClassCounts() {}

    /** The weights of the classes of the only output. */
    public static Map<Integer, Double> weights(ClassWeights said, Signature signature, Split split) {
        int classes = signature.targets().size() == 1 ? signature.targets().get(0).classes() : 0;
        said.requireClasses(classes);
        return said.isBalanced() ? said.balanced(counts(signature, split, classes))
                : said.byClass(classes, signature.targets().get(0).classNames());
    }

    private static long[] counts(Signature signature, Split split, int classes) {
        long[] counts = new long[classes];
        try (Cursor cursor = Cursor.of(split.training(), signature, CHUNK)) {
            for (int rows = cursor.next(CHUNK); rows > 0; rows = cursor.next(CHUNK)) {
                for (int row = 0; row < rows; row++) {
                    counts[cursor.labels(0)[row]]++;
                }
            }
        }
        return counts;
    }
}
