package org.fascicle.api.calculus;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Graph;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Rewriting, differentiation and lowering of expressions, as networks are made with; an OSGi service for tools that check or
 * measure what a technique computes. Safe for any thread.
 */
@ProviderType
public interface Calculus {
    /**
     * The same values without composites, rewritten for stability first. Variables and inputs stay the objects that they are.
     *
     * @return one expression for each given one
     */
    List<Expr> rewrite(List<Expr> expressions);

    /**
     * The gradient of a number.
     *
     * @param loss real, of rank 0, {@linkplain #rewrite rewritten}
     * @param by inputs or variables; a variable stands for every reading of its path
     * @return one gradient for each of {@code by}, of its shape; zeros where the number does not hang on it
     * @throws IllegalArgumentException if the loss is not a real number of rank 0, or holds a composite
     */
    List<Expr> gradients(Expr loss, List<Expr> by);

    /**
     * The graph that computes some values and writes nothing.
     *
     * @param outputs the values by the names under which they can be read, {@linkplain #rewrite rewritten}
     * @throws IllegalArgumentException if one of them holds a composite
     */
    Graph graph(Map<String, Expr> outputs);

    /**
     * Computes what the host hands to a graph before it runs.
     *
     * @param graph whose {@link Graph#scalars()} are computed, in float64
     * @param named the value of each named scalar: {@code rows}, {@code step}, {@code learning_rate}
     * @param into receives them, by index
     */
    void scalars(Graph graph, ToDoubleFunction<String> named, double[] into);
}
