package org.fascicle.backend.gpu.kernel;

import java.util.function.BiPredicate;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Product;

/**
 * Which products of a program a vendor's library computes.
 *
 * @param reals how it reads operands that are not packed
 * @param computes whether it computes a product, the operation and what it would be asked for
 */
public record Delegation(Product.Elements reals, BiPredicate<Node, Product> computes) {
    /** Our own kernels compute all. */
    public static final Delegation NONE = new Delegation(Product.Elements.FLOAT32, (node, product) -> false);
}
