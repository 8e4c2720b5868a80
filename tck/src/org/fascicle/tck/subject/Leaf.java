package org.fascicle.tck.subject;

import java.util.Random;

import org.fascicle.api.expr.Expr;

/** A tensor that an expression is made of: its values are handed to the program. Immutable. */
public final class Leaf {
    /** What values a leaf gets. */
    enum Values {
        /** Of the normal distribution, with a standard deviation that reaches both sides of most kinks. */
        NORMAL,
        /** Uniform in (0.05, 1), as probabilities and averages of squares are. */
        POSITIVE,
        /** Small whole numbers from 0. */
        LABEL,
        /** One number, everywhere. */
        FIXED
    }

    private static final double DEVIATION = 1.3;

    private final String name;
    private final Expr expression;
    private final Values values;
    private final double number;

    private Leaf(String name, Expr expression, Values values, double number) {
        this.name = name;
        this.expression = expression;
        this.values = values;
        this.number = number;
    }

    static Leaf of(String name, Expr expression, Values values) {
        return new Leaf(name, expression, values, 0);
    }

    /** A label below a number of classes. */
    static Leaf label(String name, Expr expression, int classes) {
        return new Leaf(name, expression, Values.LABEL, classes);
    }

    static Leaf fixed(String name, Expr expression, double number) {
        return new Leaf(name, expression, Values.FIXED, number);
    }

    /** The input's name, or the variable's path. */
    public String name() {
        return name;
    }

    public Expr expression() {
        return expression;
    }

    public int size(int rows) {
        return Math.toIntExact(expression.shape().size(rows));
    }

    /** Values for a number of rows, exact in float32 as in float64. */
    public double[] draw(Random random, int rows) {
        double[] drawn = new double[size(rows)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = draw(random);
        }
        return drawn;
    }

    private double draw(Random random) {
        switch (values) {
            case NORMAL:
                return (float) (DEVIATION * random.nextGaussian());
            case POSITIVE:
                return (float) (0.05 + 0.95 * random.nextDouble());
            case LABEL:
                return random.nextInt((int) number);
            default:
                return number;
        }
    }
}
