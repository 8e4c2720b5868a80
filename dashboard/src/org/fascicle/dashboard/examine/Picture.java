package org.fascicle.dashboard.examine;

import java.util.Optional;

import org.fascicle.api.expr.Shape;

/**
 * A small picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for red, green and blue
 * @param bytes {@code [height, width, channels]}
 */
public record Picture(int width, int height, int channels, byte[] bytes) {
    private static final int SMALLEST = 4;
    // Of larger ones, blocks of pixels become their mean.
    private static final int LARGEST = 96;

    /**
     * A picture of what goes into a network; empty if its shape is not that of a picture.
     *
     * @param shape {@code [height, width]}, or with 1 or 3 channels behind
     * @param numbers row-major
     * @param unit what the largest number can be; 1 if there is no such bound
     */
    static Optional<Picture> of(Shape shape, float[] numbers, double unit) {
        int rank = shape.rank();
        int channels = rank == 3 ? shape.extent(2) : 1;
        if (rank < 2 || rank > 3 || channels != 1 && channels != 3 || shape.extent(0) < SMALLEST || shape.extent(1) < SMALLEST) {
            return Optional.empty();
        }
        double least = 0;
        double greatest = unit;
        if (unit == 1) {
            for (float number : numbers) {
                least = Math.min(least, number);
                greatest = Math.max(greatest, number);
            }
        }
        return Optional.of(drawn(shape.extent(0), shape.extent(1), channels, numbers, least, greatest - least));
    }

    private static Picture drawn(int height, int width, int channels, float[] numbers, double least, double range) {
        int block = (Math.max(height, width) + LARGEST - 1) / LARGEST;
        int rows = (height + block - 1) / block;
        int columns = (width + block - 1) / block;
        byte[] bytes = new byte[rows * columns * channels];
        for (int at = 0; at < bytes.length; at++) {
            int channel = at % channels;
            int left = at / channels % columns * block;
            int top = at / channels / columns * block;
            double sum = 0;
            int count = 0;
            for (int y = top; y < Math.min(height, top + block); y++) {
                for (int x = left; x < Math.min(width, left + block); x++) {
                    sum += numbers[(y * width + x) * channels + channel];
                    count++;
                }
            }
            bytes[at] = (byte) Math.round(255 * Math.max(0, Math.min(1, (sum / count - least) / range)));
        }
        return new Picture(columns, rows, channels, bytes);
    }
}
