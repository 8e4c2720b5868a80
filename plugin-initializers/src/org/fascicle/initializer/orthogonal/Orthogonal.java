package org.fascicle.initializer.orthogonal;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.transpose;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Random matrix with orthonormal columns, or rows if there are fewer of them, times {@code gain}; a tensor of higher rank
 * is laid out as [all axes but the last, the last]. Saxe et al., 2013, arXiv:1312.6120.
 *
 * <p>The matrix is the orthogonal factor of the polar decomposition of a normal one, uniform over all such matrices, as
 * is that of a QR decomposition. It is found by Newton–Schulz iterations: steep quintic ones, enough to lift the least
 * singular value that is to be expected (but for one matrix in a million), then eight cubic ones, which double the
 * correct digits.
 */
@Technique(value = "orthogonal", aliases = {"Orthogonal", "OrthogonalInitializer"},
        description = "Random matrix with orthonormal columns, or rows: it keeps the lengths of vectors.",
        formula = "w = gain X, X -> 3.4445 X - 4.775 A X + 2.0315 A^2 X, then X -> (3 X - A X) / 2, A = X X^T, from N(0, 1)",
        source = "Saxe, McClelland and Ganguli, 2013, arXiv:1312.6120; Björck and Bowie, 1971, doi:10.1137/0708036")
public record Orthogonal(@Default("1.0") @Range("(-inf,inf)") double gain) implements Initializer {
    private static final int POLISHING = 8;

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        require(shape.rank() >= 2, "orthogonal initializes matrices, not " + shape);
        int columns = shape.extent(-1);
        int rows = Math.toIntExact(shape.drop(-1).size());
        int few = Math.min(rows, columns);
        int many = Math.max(rows, columns);
        Expr x = scope.normal(Shape.of(few, many));
        x = x.div(sqrt(sum(x.square())));
        for (int i = lifting(few, many); i > 0; i--) {
            Expr gram = matmul(x, x, false, true);
            Expr factor = gram.mul(-4.775).add(matmul(gram, gram).mul(2.0315));
            x = x.mul(3.4445).add(matmul(factor, x));
        }
        for (int i = 0; i < POLISHING; i++) {
            x = x.mul(1.5).sub(matmul(matmul(x, x, false, true), x).mul(0.5));
        }
        return reshape((rows < columns ? x : transpose(x, 1, 0)).mul(gain), shape);
    }

    // The least singular value is about sqrt(many) - sqrt(few - 1); its lower tail falls with the power many - few + 1.
    private static int lifting(int few, int many) {
        double tail = Math.pow(1e-6, 1.0 / (many - few + 1));
        double least = tail * (Math.sqrt(many) - Math.sqrt(few - 1)) / Math.sqrt((double) few * many);
        return (int) Math.max(0, Math.ceil(Math.log(0.5 / least) / Math.log(3.4445)));
    }
}
