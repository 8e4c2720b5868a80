package org.fascicle.bench.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** All parameters of a network in one array, and an optimizer's two slots in others, at equal offsets; rows are padded. */
final class Parameters {
    private static final class Place {
        final int offset;
        final int rows;
        final int columns;

        Place(int offset, int rows, int columns) {
            this.offset = offset;
            this.rows = rows;
            this.columns = columns;
        }
    }

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Random random = new Random(42);
    private int size;
    float[] values = new float[0];
    float[] first = new float[0];
    float[] second = new float[0];

    /** Makes room for a matrix, or for a vector as a matrix of one row, and gives where it begins. */
    int add(String name, int rows, int columns) {
        int offset = size;
        places.put(name, new Place(offset, rows, columns));
        size += rows * Product.padded(columns);
        return offset;
    }

    /** Makes the arrays: kernels normal with the variance gain / fan-in, gammas 1, all else 0. */
    void initialize(double gain) {
        values = new float[size];
        first = new float[size];
        second = new float[size];
        places.forEach((name, place) -> {
            float[] initial = new float[place.rows * place.columns];
            double scale = Math.sqrt(gain / place.rows);
            for (int i = 0; i < initial.length; i++) {
                initial[i] = name.endsWith("kernel") ? (float) (random.nextGaussian() * scale) : name.endsWith("gamma")
                        ? 1 : 0;
            }
            set(name, initial);
        });
    }

    /** Their names. */
    Iterable<String> names() {
        return places.keySet();
    }

    /** Replaces a tensor, given row-major without padding. */
    void set(String name, float[] tensor) {
        Place place = places.get(name);
        if (tensor.length != place.rows * place.columns) {
            throw new IllegalArgumentException(name + " has " + place.rows + " x " + place.columns + " elements, not "
                    + tensor.length);
        }
        for (int row = 0; row < place.rows; row++) {
            System.arraycopy(tensor, row * place.columns, values, place.offset + row * Product.padded(place.columns),
                    place.columns);
        }
    }
}
