package org.fascicle.optimizer.lamb;

import org.fascicle.optimizer.PublishedRule;

/** You et al., 2019, arXiv:1904.00962, algorithm 2, phi the identity, without decay. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        moments(g);
        double[] r = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            r[i] = m[i] / (1 - Math.pow(B1, t)) / (Math.sqrt(v[i] / (1 - Math.pow(B2, t))) + 1e-7);
        }
        double ratio = norm(w) > 0 && norm(r) > 0 ? norm(w) / norm(r) : 1;
        for (int i = 0; i < w.length; i++) {
            w[i] -= lr * ratio * r[i];
        }
    }
}
