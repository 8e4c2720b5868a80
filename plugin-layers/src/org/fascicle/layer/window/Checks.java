package org.fascicle.layer.window;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Expr;

/** What layers check of images {@code [rows, height, width, channels]} and of options for height and width. */
public final class Checks {
    private Checks() {}

    /**
     * x itself.
     *
     * @throws IllegalArgumentException if it is no image; the message names the layer
     */
    public static Expr image(String layer, Expr x) {
        require(x.shape().rank() == 4, layer + " takes images [rows, height, width, channels], not " + x.shape()
                + "; the layer reshape adds an axis, as with \"target_shape\": [28, 28, 1]");
        return x;
    }

    /**
     * The two numbers of an option, for height and width.
     *
     * @throws IllegalArgumentException if they are not two, or one for both; the message names the option
     */
    public static List<Integer> pair(String option, List<Integer> numbers) {
        require(numbers.size() == 1 || numbers.size() == 2, option + " is two numbers, or one for both, not " + numbers);
        return List.of(numbers.get(0), numbers.get(numbers.size() - 1));
    }

    /**
     * The four numbers of an option, for the sides top, bottom, left and right.
     *
     * @param numbers these four; or one for top and bottom and one for left and right; or one for all
     * @throws IllegalArgumentException if they are not so many; the message names the option
     */
    public static List<Integer> sides(String option, List<Integer> numbers) {
        int count = numbers.size();
        require(count == 1 || count == 2 || count == 4, option
                + " is top, bottom, left and right, or two numbers for height and width, or one for all, not " + numbers);
        return count == 4 ? List.copyOf(numbers)
                : List.of(numbers.get(0), numbers.get(0), numbers.get(count - 1), numbers.get(count - 1));
    }
}
