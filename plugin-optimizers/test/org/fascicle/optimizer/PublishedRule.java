package org.fascicle.optimizer;

import java.util.Arrays;

/**
 * Update rules as their papers print them (Keras's form where Keras has one), number by number: what the optimizers are
 * compared with. {@code t} counts from 1.
 */
abstract class PublishedRule {
    static final double B1 = 0.9;
    static final double B2 = 0.999;

    double lr;
    int[] shape;
    double[] m;
    double[] v;
    double[] u;

    final void begin(Problem problem) {
        lr = problem.learningRate;
        shape = problem.shape;
        int n = problem.start().length;
        m = new double[n];
        v = new double[n];
        u = new double[n];
        start();
    }

    void start() {}

    abstract void step(int t, double[] w, double[] g);

    /** Adam's two averages. */
    void moments(double[] g) {
        for (int i = 0; i < g.length; i++) {
            m[i] = B1 * m[i] + (1 - B1) * g[i];
            v[i] = B2 * v[i] + (1 - B2) * g[i] * g[i];
        }
    }

    static double norm(double[] x) {
        double sum = 0;
        for (double each : x) {
            sum += each * each;
        }
        return Math.sqrt(sum);
    }

    static final class Adagrad extends PublishedRule {
        @Override
        void start() {
            Arrays.fill(v, 0.1);
        }

        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                v[i] += g[i] * g[i];
                w[i] -= lr * g[i] / Math.sqrt(v[i] + 1e-7);
            }
        }
    }

    static final class Adadelta extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
                double delta = -Math.sqrt(u[i] + 1e-7) / Math.sqrt(v[i] + 1e-7) * g[i];
                u[i] = 0.95 * u[i] + 0.05 * delta * delta;
                w[i] += lr * delta;
            }
        }
    }

    static final class Rmsprop extends PublishedRule {
        private final double momentum;
        private final boolean centered;

        Rmsprop(double momentum, boolean centered) {
            this.momentum = momentum;
            this.centered = centered;
        }

        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
                u[i] = centered ? 0.9 * u[i] + 0.1 * g[i] : 0;
                m[i] = momentum * m[i] + lr * g[i] / Math.sqrt(v[i] - u[i] * u[i] + 1e-7);
                w[i] -= m[i];
            }
        }
    }

    static final class Adamw extends PublishedRule {
        private final boolean amsgrad;

        Adamw(boolean amsgrad) {
            this.amsgrad = amsgrad;
        }

        @Override
        void step(int t, double[] w, double[] g) {
            moments(g);
            double alpha = lr * Math.sqrt(1 - Math.pow(B2, t)) / (1 - Math.pow(B1, t));
            for (int i = 0; i < w.length; i++) {
                u[i] = amsgrad ? Math.max(u[i], v[i]) : v[i];
                w[i] -= lr * 0.004 * w[i];
                w[i] -= alpha * m[i] / (Math.sqrt(u[i]) + 1e-7);
            }
        }
    }

    static final class Adamax extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
            moments(g);
            for (int i = 0; i < w.length; i++) {
                u[i] = Math.max(B2 * u[i], Math.abs(g[i]));
                w[i] -= lr / (1 - Math.pow(B1, t)) * m[i] / (u[i] + 1e-7);
            }
        }
    }

    static final class Nadam extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
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

    static final class Radam extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
            moments(g);
            double longest = 2 / (1 - B2) - 1;
            double length = longest - 2 * t * Math.pow(B2, t) / (1 - Math.pow(B2, t));
            for (int i = 0; i < w.length; i++) {
                double corrected = m[i] / (1 - Math.pow(B1, t));
                if (length > 4) {
                    double r = Math.sqrt((length - 4) * (length - 2) * longest
                            / ((longest - 4) * (longest - 2) * length));
                    w[i] -= lr * r * corrected * Math.sqrt(1 - Math.pow(B2, t)) / (Math.sqrt(v[i]) + 1e-8);
                } else {
                    w[i] -= lr * corrected;
                }
            }
        }
    }

    static final class Adabelief extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                m[i] = B1 * m[i] + (1 - B1) * g[i];
                u[i] = B2 * u[i] + (1 - B2) * (g[i] - m[i]) * (g[i] - m[i]) + 1e-16;
                double average = m[i] / (1 - Math.pow(B1, t));
                w[i] -= lr * average / (Math.sqrt(u[i] / (1 - Math.pow(B2, t))) + 1e-16);
            }
        }
    }

    static final class Lion extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                w[i] -= lr * Math.signum(0.9 * m[i] + 0.1 * g[i]);
                m[i] = 0.99 * m[i] + 0.01 * g[i];
            }
        }
    }

    static final class Lamb extends PublishedRule {
        @Override
        void step(int t, double[] w, double[] g) {
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

    static final class Lars extends PublishedRule {
        private final double decay;

        Lars(double decay) {
            this.decay = decay;
        }

        @Override
        void step(int t, double[] w, double[] g) {
            double local = norm(w) > 0 && norm(g) > 0 ? 0.001 * norm(w) / (norm(g) + decay * norm(w)) : 1;
            for (int i = 0; i < w.length; i++) {
                m[i] = 0.9 * m[i] + lr * local * (g[i] + decay * w[i]);
            }
            for (int i = 0; i < w.length; i++) {
                w[i] -= m[i];
            }
        }
    }

    static final class Ftrl extends PublishedRule {
        private final double l1;
        private final double l2;
        private final double shrinkage;
        private final double beta;

        Ftrl(double l1, double l2, double shrinkage, double beta) {
            this.l1 = l1;
            this.l2 = l2;
            this.shrinkage = shrinkage;
            this.beta = beta;
        }

        @Override
        void start() {
            Arrays.fill(v, 0.1);
        }

        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                double n = v[i] + g[i] * g[i];
                m[i] += g[i] + 2 * shrinkage * w[i] - (Math.sqrt(n) - Math.sqrt(v[i])) / lr * w[i];
                v[i] = n;
                w[i] = Math.abs(m[i]) <= l1 ? 0
                        : (Math.signum(m[i]) * l1 - m[i]) / ((beta + Math.sqrt(n)) / lr + 2 * l2);
            }
        }
    }

    static final class Rprop extends PublishedRule {
        @Override
        void start() {
            Arrays.fill(u, lr);
        }

        @Override
        void step(int t, double[] w, double[] g) {
            for (int i = 0; i < w.length; i++) {
                double same = g[i] * m[i];
                u[i] = Math.min(Math.max(u[i] * (same > 0 ? 1.2 : same < 0 ? 0.5 : 1), 1e-6), 50);
                m[i] = same < 0 ? 0 : g[i];
                w[i] -= Math.signum(m[i]) * u[i];
            }
        }
    }

    static final class Adafactor extends PublishedRule {
        private final boolean relative;

        Adafactor(boolean relative) {
            this.relative = relative;
        }

        @Override
        void step(int t, double[] w, double[] g) {
            double kept = 1 - Math.pow(t, -0.8);
            double[] step = new double[w.length];
            if (shape.length < 2) {
                for (int i = 0; i < w.length; i++) {
                    v[i] = kept * v[i] + (1 - kept) * (g[i] * g[i] + 1e-30);
                    step[i] = g[i] / Math.sqrt(v[i]);
                }
            } else {
                factored(kept, g, step);
            }
            double rate = relative ? Math.min(lr, 1 / Math.sqrt(t)) : lr;
            double size = Math.max(1e-3, norm(w) / Math.sqrt(w.length));
            double clip = Math.max(1, norm(step) / Math.sqrt(w.length));
            for (int i = 0; i < w.length; i++) {
                w[i] -= rate * size * step[i] / clip;
            }
        }

        // Row means stand in m, column means in u.
        private void factored(double kept, double[] g, double[] step) {
            int rows = shape[0];
            int columns = shape[1];
            double[] row = new double[rows];
            double[] column = new double[columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double square = g[i * columns + j] * g[i * columns + j] + 1e-30;
                    row[i] += square / columns;
                    column[j] += square / rows;
                }
            }
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                m[i] = kept * m[i] + (1 - kept) * row[i];
                mean += m[i] / rows;
            }
            for (int j = 0; j < columns; j++) {
                u[j] = kept * u[j] + (1 - kept) * column[j];
            }
            for (int i = 0; i < g.length; i++) {
                step[i] = g[i] / Math.sqrt(m[i / columns] / mean * u[i % columns]);
            }
        }
    }

    static final class Muon extends PublishedRule {
        private final boolean nesterov;
        private final PublishedRule adamw = new Adamw(false);

        Muon(boolean nesterov) {
            this.nesterov = nesterov;
        }

        @Override
        void step(int t, double[] w, double[] g) {
            if (shape.length != 2) {
                adamw.lr = lr;
                adamw.m = m;
                adamw.v = v;
                adamw.u = u;
                adamw.step(t, w, g);
                return;
            }
            double[] x = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                m[i] = 0.95 * m[i] + g[i];
                x[i] = nesterov ? g[i] + 0.95 * m[i] : m[i];
            }
            double[][] step = newtonSchulz(matrix(x));
            double scale = 0.2 * Math.sqrt(Math.max(shape[0], shape[1]));
            for (int i = 0; i < w.length; i++) {
                w[i] -= lr * 0.004 * w[i];
                w[i] -= lr * scale * step[i / shape[1]][i % shape[1]];
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
}
