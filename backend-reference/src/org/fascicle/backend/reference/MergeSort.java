package org.fascicle.backend.reference;

/** Sorts indices by the values that they point to: ascending, stable, NaN last. Merges from the bottom up. */
final class MergeSort {
    private final double[] values;
    private final int[] spare;

    /**
     * A sorter.
     *
     * @param values what is compared
     * @param spare as long as the longest line that it will sort
     */
    MergeSort(double[] values, int[] spare) {
        this.values = values;
        this.spare = spare;
    }

    /** Writes the indices, from 0, of {@code length} values from a position on, to the same positions of an array. */
    void sort(int start, int length, int[] into) {
        for (int i = 0; i < length; i++) {
            into[start + i] = i;
        }
        for (int width = 1; width < length && width > 0; width *= 2) {
            for (int low = 0; low < length - width; low += 2 * width) {
                merge(start, into, low, low + width, Math.min(low + 2 * width, length));
            }
        }
    }

    private void merge(int start, int[] indices, int low, int middle, int high) {
        System.arraycopy(indices, start + low, spare, low, middle - low);
        int left = low;
        int right = middle;
        for (int to = low; left < middle; to++) {
            boolean takeRight = right < high && before(values[start + indices[start + right]], values[start + spare[left]]);
            indices[start + to] = takeRight ? indices[start + right++] : spare[left++];
        }
    }

    private static boolean before(double x, double y) {
        return x < y || Double.isNaN(y) && !Double.isNaN(x);
    }
}
