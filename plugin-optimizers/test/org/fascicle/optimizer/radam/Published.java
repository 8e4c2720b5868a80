package org.fascicle.optimizer.radam;

import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** Liu et al., 2019, arXiv:1908.03265, algorithm 2. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(), Map.of("threshold", 4.0));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        moments(g);
        double longest = 2 / (1 - B2) - 1;
        double length = longest - 2 * t * Math.pow(B2, t) / (1 - Math.pow(B2, t));
        for (int i = 0; i < w.length; i++) {
            double corrected = m[i] / (1 - Math.pow(B1, t));
            if (length > number("threshold", 5)) {
                double r = Math.sqrt((length - 4) * (length - 2) * longest
                        / ((longest - 4) * (longest - 2) * length));
                w[i] -= lr * r * corrected * Math.sqrt(1 - Math.pow(B2, t)) / (Math.sqrt(v[i]) + 1e-8);
            } else {
                w[i] -= lr * corrected;
            }
        }
    }
}
