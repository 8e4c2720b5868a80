package org.fascicle.doctor;

import java.util.Set;

/** Which activations are of a kind, and which initializer suits them. */
final class Activations {
    static final Set<String> RELU =
            Set.of("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "mish", "celu", "softplus", "prelu");
    static final Set<String> BOUNDED = Set.of("sigmoid", "tanh", "hard_sigmoid", "hard_tanh", "softsign");
    static final Set<String> SELF_NORMALIZING = Set.of("selu");
    /** What replaces an activation that lets no gradient through. */
    static final String REPLACEMENT = "elu";
    static final String ACTIVATION = "activation";
    static final String KERNEL_INITIALIZER = "kernel_initializer";

    private Activations() {}

    /** The initializer that a layer's activation asks for. */
    static String initializer(ModelTree tree, int layer) {
        return tree.activates(layer, RELU) ? "he_normal" : tree.activates(layer, SELF_NORMALIZING) ? "lecun_normal"
                : "glorot_uniform";
    }

    /** Gives a layer an activation that does not saturate, and the initializer for it. */
    static void replace(ModelTree tree, int layer) {
        tree.set(layer, ACTIVATION, REPLACEMENT);
        if (!tree.layer(layer).equals(ACTIVATION)) {
            tree.set(layer, KERNEL_INITIALIZER, initializer(tree, layer));
        }
    }
}
