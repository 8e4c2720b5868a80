package org.fascicle.optimizer.nadam;

import org.fascicle.optimizer.PublishedRule;

/** Dozat, 2016, algorithm 2, with the schedule of the momentum that Keras documents. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        moments(g);
        double product = 1;
        for (int k = 1; k <= t; k++) {
            product *= B1 * (1 - 0.5 * Math.pow(0.96, k));
        }
        double now = B1 * (1 - 0.5 * Math.pow(0.96, t));
        double next = B1 * (1 - 0.5 * Math.pow(0.96, t + 1));
        for (int i = 0; i < w.length; i++) {
            double ahead = next * m[i] / (1 - product * next) + (1 - now) * g[i] / (1 - product);
            w[i] -= lr * ahead / (Math.sqrt(v[i] / (1 - Math.pow(B2, t))) + 1e-7);
        }
    }
}
