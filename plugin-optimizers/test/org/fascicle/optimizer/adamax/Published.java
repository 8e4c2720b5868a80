package org.fascicle.optimizer.adamax;

import org.fascicle.optimizer.PublishedRule;

/** Kingma and Ba, 2014, arXiv:1412.6980, algorithm 2. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        moments(g);
        for (int i = 0; i < w.length; i++) {
            u[i] = Math.max(B2 * u[i], Math.abs(g[i]));
            w[i] -= lr / (1 - Math.pow(B1, t)) * m[i] / (u[i] + 1e-7);
        }
    }
}
