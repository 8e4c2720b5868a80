package org.fascicle.optimizer;

import java.util.List;
import java.util.Map;

import org.fascicle.api.scope.Scheduled;

/**
 * An update rule as its paper prints it (Keras's form where Keras has one), number by number; an optimizer is compared
 * with it. Each optimizer has one in a class {@code Published} in its package. {@code t} counts from 1.
 */
public abstract class PublishedRule {
    protected static final double B1 = 0.9;
    protected static final double B2 = 0.999;

    protected double lr;
    protected int[] shape;
    protected double[] m;
    protected double[] v;
    protected double[] u;
    private Map<String, Object> options;

    /** The options to compare with: by default none but the defaults. */
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of());
    }

    final void begin(Problem problem, Map<String, Object> configuration) {
        options = configuration;
        lr = problem.learningRate;
        shape = problem.shape;
        int n = problem.start().length;
        m = new double[n];
        v = new double[n];
        u = new double[n];
        start();
    }

    protected final double number(String option, double fallback) {
        Object value = options.getOrDefault(option, fallback);
        return value instanceof Scheduled ? ((Scheduled) value).number() : (Double) value;
    }

    protected final boolean flag(String option, boolean fallback) {
        return (Boolean) options.getOrDefault(option, fallback);
    }

    /** Sets what does not start at 0. */
    public void start() {}

    /** Moves the weights by one step. */
    public abstract void step(int t, double[] w, double[] g);

    /** Adam's two averages. */
    protected final void moments(double[] g) {
        for (int i = 0; i < g.length; i++) {
            m[i] = B1 * m[i] + (1 - B1) * g[i];
            v[i] = B2 * v[i] + (1 - B2) * g[i] * g[i];
        }
    }

    protected static double norm(double[] x) {
        double sum = 0;
        for (double each : x) {
            sum += each * each;
        }
        return Math.sqrt(sum);
    }
}
