package org.fascicle.optimizer.lion;

import org.fascicle.optimizer.PublishedRule;

/** Chen et al., 2023, arXiv:2302.06675, program 1. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            w[i] -= lr * Math.signum(0.9 * m[i] + 0.1 * g[i]);
            m[i] = 0.99 * m[i] + 0.01 * g[i];
        }
    }
}
