package org.fascicle.optimizer.lars;

import java.util.List;
import java.util.Map;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.optimizer.PublishedRule;

/** You et al., 2017, arXiv:1708.03888, algorithm 1. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("weight_decay", Scheduled.of(0.1)));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        double decay = number("weight_decay", 0);
        double local = norm(w) > 0 && norm(g) > 0 ? 0.001 * norm(w) / (norm(g) + decay * norm(w)) : 1;
        for (int i = 0; i < w.length; i++) {
            m[i] = 0.9 * m[i] + lr * local * (g[i] + decay * w[i]);
        }
        for (int i = 0; i < w.length; i++) {
            w[i] -= m[i];
        }
    }
}
