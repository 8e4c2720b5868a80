package org.fascicle.optimizer.muon;

import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** Jordan et al., 2024; scale of the step: Liu et al., 2025, arXiv:2502.16982, equation 4. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("nesterov", false));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        if (shape.length != 2) {
            adamw(t, w, g);
            return;
        }
        double[] x = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            m[i] = 0.95 * m[i] + g[i];
            x[i] = flag("nesterov", true) ? g[i] + 0.95 * m[i] : m[i];
        }
        double[][] step = newtonSchulz(matrix(x));
        double scale = 0.2 * Math.sqrt(Math.max(shape[0], shape[1]));
        for (int i = 0; i < w.length; i++) {
            w[i] -= lr * 0.004 * w[i];
            w[i] -= lr * scale * step[i / shape[1]][i % shape[1]];
        }
    }

    private void adamw(int t, double[] w, double[] g) {
        moments(g);
        double alpha = lr * Math.sqrt(1 - Math.pow(B2, t)) / (1 - Math.pow(B1, t));
        for (int i = 0; i < w.length; i++) {
            w[i] -= lr * 0.004 * w[i];
            w[i] -= alpha * m[i] / (Math.sqrt(v[i]) + 1e-7);
        }
    }

    private double[][] matrix(double[] x) {
        double length = norm(x) + 1e-7;
        double[][] matrix = new double[shape[0]][shape[1]];
        for (int i = 0; i < x.length; i++) {
            matrix[i / shape[1]][i % shape[1]] = x[i] / length;
        }
        return matrix;
    }

    private static double[][] newtonSchulz(double[][] matrix) {
        boolean tall = matrix.length > matrix[0].length;
        double[][] x = tall ? transposed(matrix) : matrix;
        for (int k = 0; k < 5; k++) {
            double[][] a = product(x, transposed(x));
            double[][] aa = product(a, a);
            double[][] b = new double[a.length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    b[i][j] = -4.775 * a[i][j] + 2.0315 * aa[i][j] + (i == j ? 3.4445 : 0);
                }
            }
            x = product(b, x);
        }
        return tall ? transposed(x) : x;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }
}
