package org.fascicle.optimizer.adadelta;

import org.fascicle.optimizer.PublishedRule;

/** Zeiler, 2012, arXiv:1212.5701, algorithm 1. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
            double delta = -Math.sqrt(u[i] + 1e-7) / Math.sqrt(v[i] + 1e-7) * g[i];
            u[i] = 0.95 * u[i] + 0.05 * delta * delta;
            w[i] += lr * delta;
        }
    }
}
