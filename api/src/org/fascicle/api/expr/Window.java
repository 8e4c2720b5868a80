package org.fascicle.api.expr;

import java.util.Arrays;
import java.util.List;

/**
 * A window that slides over images {@code [rows, height, width, channels]}: its extents, how far it moves at a time, how far
 * apart the cells are that it covers, and how much padding lies around the image. Each has two numbers, that of the height
 * and that of the width. Immutable.
 */
public final class Window {
    private static final int AXES = 2;

    private final int[] extents;
    private final int[] strides;
    private final int[] dilations;
    private final int[] low;
    private final int[] high;

    private Window(int[] extents, int[] strides, int[] dilations, int[] low, int[] high) {
        this.extents = checked("extents", extents, 1);
        this.strides = checked("strides", strides, 1);
        this.dilations = checked("dilations", dilations, 1);
        this.low = checked("padding", low, 0);
        this.high = checked("padding", high, 0);
    }

    /**
     * A window that moves by one cell, covers neighbouring cells, and stays inside the image.
     *
     * @throws ShapeException if an extent is below 1
     */
    public static Window of(int height, int width) {
        int[] ones = {1, 1};
        int[] zeros = {0, 0};
        return new Window(new int[] {height, width}, ones, ones, zeros, zeros);
    }

    /**
     * A window as model files write it.
     *
     * @param extents height and width, or one number for both
     * @throws ShapeException if it is neither, or a number is below 1
     */
    public static Window of(List<Integer> extents) {
        int[] pair = pair("extents", extents);
        return of(pair[0], pair[1]);
    }

    /** The window that an operation's attributes describe. */
    public static Window of(Attributes a) {
        return new Window(a.integers("window"), a.integers("strides"), a.integers("dilations"),
                a.integers("low"), a.integers("high"));
    }

    /** This window, moved by so many cells at a time. */
    public Window strides(int down, int across) {
        return new Window(extents, new int[] {down, across}, dilations, low, high);
    }

    /** This window, moved by two numbers of cells at a time, or by one number both ways. */
    public Window strides(List<Integer> cells) {
        int[] pair = pair("strides", cells);
        return strides(pair[0], pair[1]);
    }

    /** This window over every so many-th cell. */
    public Window dilations(int down, int across) {
        return new Window(extents, strides, new int[] {down, across}, low, high);
    }

    /** This window over every so many-th cell, in two numbers or one for both ways. */
    public Window dilations(List<Integer> cells) {
        int[] pair = pair("dilations", cells);
        return dilations(pair[0], pair[1]);
    }

    /** This window over an image with so much padding above and left of it, and below and right of it. */
    public Window padding(int[] before, int[] behind) {
        return new Window(extents, strides, dilations, before, behind);
    }

    /**
     * This window with the padding that Keras calls {@code same}: the result's extents are the image's, divided by the
     * strides and rounded up; what cannot be split evenly lies below and right.
     *
     * @param image {@code [rows, height, width, channels]}
     */
    public Window same(Shape image) {
        int[] before = new int[AXES];
        int[] behind = new int[AXES];
        for (int axis = 0; axis < AXES; axis++) {
            int extent = imageExtent(image, axis);
            int last = (extent - 1) / strides[axis] * strides[axis];
            int total = Math.max(0, last + reach(axis) - extent);
            before[axis] = total / 2;
            behind[axis] = total - before[axis];
        }
        return padding(before, behind);
    }

    /** Height and width of the window itself. */
    public int[] extents() {
        return extents.clone();
    }

    /** By how much it moves. */
    public int[] strides() {
        return strides.clone();
    }

    /** How far apart the cells are that it covers. */
    public int[] dilations() {
        return dilations.clone();
    }

    /** The padding above and left of the image. */
    public int[] low() {
        return low.clone();
    }

    /** The padding below and right of the image. */
    public int[] high() {
        return high.clone();
    }

    /** How many cells it covers. */
    public int size() {
        return Math.multiplyExact(extents[0], extents[1]);
    }

    /** Whether there is any padding. */
    public boolean isPadded() {
        return low[0] + low[1] + high[0] + high[1] > 0;
    }

    /**
     * The shape with one element for each place of the window and each channel.
     *
     * @param image {@code [rows, height, width, channels]}; the first extent may be a fixed number
     * @throws ShapeException if it is no image, or the window does not fit into it
     */
    public Shape over(Shape image) {
        Shape result = image;
        for (int axis = 0; axis < AXES; axis++) {
            int free = Math.addExact(imageExtent(image, axis), Math.addExact(low[axis], high[axis])) - reach(axis);
            if (free < 0) {
                throw new ShapeException("a window of " + Arrays.toString(extents)
                        + (dilations[0] + dilations[1] > AXES ? ", dilated by " + Arrays.toString(dilations) + "," : "")
                        + " does not fit into " + image);
            }
            result = result.with(axis + 1, free / strides[axis] + 1);
        }
        return result;
    }

    /** The attributes that describe it: window, strides, dilations, low, high. */
    public Attributes attributes() {
        return Attributes.of("window", extents).with("strides", strides).with("dilations", dilations)
                .with("low", low).with("high", high);
    }

    // From the first cell that it covers to behind the last.
    private int reach(int axis) {
        long reach = (extents[axis] - 1L) * dilations[axis] + 1;
        if (reach > Integer.MAX_VALUE) {
            throw new ShapeException("a window of " + Arrays.toString(extents) + " is too large");
        }
        return (int) reach;
    }

    private static int imageExtent(Shape image, int axis) {
        if (image.rank() != 4 || image.rowsAxis() > 0 || image.withoutFirst().size() == 0) {
            throw new ShapeException("an image is [rows, height, width, channels], not " + image);
        }
        return image.extent(axis + 1);
    }

    private static int[] pair(String what, List<Integer> numbers) {
        if (numbers.isEmpty() || numbers.size() > AXES) {
            throw new ShapeException("a window's " + what + " are two numbers, or one for both, not " + numbers);
        }
        return new int[] {numbers.get(0), numbers.get(numbers.size() - 1)};
    }

    private static int[] checked(String what, int[] numbers, int least) {
        if (numbers.length != AXES || Math.min(numbers[0], numbers[1]) < least) {
            throw new ShapeException("a window's " + what + " are two numbers from " + least + " on, not "
                    + Arrays.toString(numbers));
        }
        return numbers.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window && attributes().equals(((Window) other).attributes());
    }

    @Override
    public int hashCode() {
        return attributes().hashCode();
    }

    @Override
    public String toString() {
        return "window " + attributes();
    }
}
