package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;

/** The error function, its complement and its inverse by arithmetic, exp, log and sqrt; for float64 as for float32. */
final class ErrorFunctions {
    /** From here on the fraction is used. */
    private static final double TAIL = 2;
    private static final int TERMS = 29;
    private static final int DEPTH = 24;

    // M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", 1988; relative error 1e-16.
    private static final double[] A = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4,
        2.5090809287301226727e3};
    private static final double[] B = {1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3};
    private static final double[] C = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
        7.74545014278341407640e-4};
    private static final double[] D = {1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
    private static final double[] E = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
        2.01033439929228813265e-7};
    private static final double[] F = {1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
    private static final double CENTRE = 0.425;
    private static final double CENTRE_SQUARED = 0.180625;
    private static final double NEAR = 1.6;
    private static final double FAR = 5;

    // S. L. Moshier, Cephes, ndtr.c: erfc(x) exp(x²) as a ratio of polynomials, from 1 on and from 8 on; relative error 1e-15.
    private static final double[] FROM_1 = {5.57535335369399327526e2, 1.02755188689515710272e3, 9.34528527171957607540e2,
        5.26445194995477358631e2, 1.96520832956077098242e2, 4.86371970985681366614e1, 7.46321056442269912687e0,
        5.64189564831068821977e-1, 2.46196981473530512524e-10};
    private static final double[] BY_1 = {5.57535340817727675546e2, 1.65666309194161350182e3, 2.24633760818710981792e3,
        1.82390916687909736289e3, 9.75708501743205489753e2, 3.54937778887819891062e2, 8.67072140885989742329e1,
        1.32281951154744992508e1, 1};
    private static final double[] FROM_8 = {2.97886665372100240670e0, 7.40974269950448939160e0, 6.16021097993053585195e0,
        5.01905042251180477414e0, 1.27536670759978104416e0, 5.64189583547755073984e-1};
    private static final double[] BY_8 = {3.36907645100081516050e0, 9.60896809063285878198e0, 1.70814450747565897222e1,
        1.20489539808096656605e1, 9.39603524938001434673e0, 2.26052863220117276590e0, 1};
    private static final double FAR_TAIL = 8;
    /** From here on it is 0 in float64. */
    private static final double NOTHING = 30;

    private ErrorFunctions() {}

    /** By its power series, 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), and far from 0 by a continued fraction of its complement. */
    static Optional<Expr> erf(Expr e) {
        Expr x = e.operands().get(0);
        double[] series = new double[TERMS];
        double factor = 2 / Math.sqrt(Math.PI);
        for (int n = 0; n < TERMS; n++) {
            series[n] = factor / (2 * n + 1);
            factor /= -(n + 1);
        }
        Expr near = x.mul(polynomial(series, x.mul(x)));
        Expr size = abs(x);
        Expr fraction = size;
        for (int n = DEPTH; n >= 1; n--) {
            fraction = size.add(reciprocal(n / 2.0, fraction));
        }
        Expr far = reciprocal(1 / Math.sqrt(Math.PI), fraction).mul(exp(x.mul(x).neg())).neg().add(1);
        return Optional.of(where(size.lt(TAIL), near, where(x.gt(0), far, where(x.lt(0), far.neg(), x))));
    }

    /** 1 − erf(x) up to 1, and exp(−x²) times a ratio of polynomials beyond; on the left what is missing from 2. */
    static Optional<Expr> erfc(Expr e) {
        Expr x = e.operands().get(0);
        Expr size = minimum(abs(x), NOTHING);
        Expr ratio = where(size.lt(FAR_TAIL), polynomial(FROM_1, size).div(polynomial(BY_1, size)),
                polynomial(FROM_8, size).div(polynomial(BY_8, size)));
        Expr tail = exp(size.mul(size).neg()).mul(ratio);
        return Optional.of(where(size.lt(1), Expressions.erf(x).neg().add(1), where(x.gt(0), tail, tail.neg().add(2))));
    }

    /** By way of the normal quantile. */
    static Optional<Expr> erfinv(Expr e) {
        Expr y = e.operands().get(0);
        Expr q = y.mul(0.5);
        Expr r = q.mul(q).neg().add(CENTRE_SQUARED);
        Expr centre = q.mul(polynomial(A, r)).div(polynomial(B, r));
        Expr tail = sqrt(log(abs(y).neg().add(1).mul(0.5)).neg());
        Expr near = tail.sub(NEAR);
        Expr far = tail.sub(FAR);
        Expr size = where(tail.gt(FAR), polynomial(E, far).div(polynomial(F, far)), polynomial(C, near).div(polynomial(D, near)));
        Expr quantile = where(abs(q).le(CENTRE), centre, where(y.gt(0), size, size.neg()));
        Expr ends = where(y.eq(1), Double.POSITIVE_INFINITY, where(y.eq(-1), Double.NEGATIVE_INFINITY, quantile));
        return Optional.of(ends.mul(Math.sqrt(0.5)));
    }

    private static Expr reciprocal(double number, Expr of) {
        return constant(number).div(of);
    }

    private static Expr polynomial(double[] coefficients, Expr x) {
        int at = coefficients.length - 1;
        Expr sum = x.mul(coefficients[at]);
        while (--at > 0) {
            sum = sum.add(coefficients[at]).mul(x);
        }
        return sum.add(coefficients[0]);
    }
}
