package org.fascicle.optimizer.adabelief;

import org.fascicle.optimizer.PublishedRule;

/** Zhuang et al., 2020, arXiv:2010.07468, algorithm 2. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            m[i] = B1 * m[i] + (1 - B1) * g[i];
            u[i] = B2 * u[i] + (1 - B2) * (g[i] - m[i]) * (g[i] - m[i]) + 1e-16;
            double average = m[i] / (1 - Math.pow(B1, t));
            w[i] -= lr * average / (Math.sqrt(u[i] / (1 - Math.pow(B2, t))) + 1e-16);
        }
    }
}
