package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.compiler.decomposition.Decomposition;

/** The reference without some of its kernels: what it is given is decomposed first, as it is for any backend. */
final class LackingBackend implements Backend {
    /** Each of these is what the other of its line is made of. */
    private static final List<Set<Primitive>> CIRCLES =
            List.of(Set.of(Primitives.GE, Primitives.GT), Set.of(Primitives.GE, Primitives.EQ),
                    Set.of(Primitives.NOT, Primitives.EQ),
                    Set.of(Primitives.REDUCE_MAX, Primitives.ARGMAX), Set.of(Primitives.PAD, Primitives.CONCAT));
    /** A cosine is exact to the last bits of 1 alone, a running sum along the rows cannot be decomposed: they have tests of their own. */
    private static final List<Primitive> APART = List.of(Primitives.COS, Primitives.CUMSUM);
    /** What goes over images. */
    static final Set<Primitive> WINDOWS =
            Set.of(Primitives.CONV, Primitives.CONV_GRAD_INPUT, Primitives.CONV_GRAD_KERNEL, Primitives.MAX_POOL,
                    Primitives.MAX_POOL_GRAD, Primitives.SUM_POOL, Primitives.SUM_POOL_GRAD);

    private final ReferenceBackend reference = new ReferenceBackend();
    private final Set<Primitive> kernels = new LinkedHashSet<>(Primitives.initial());

    LackingBackend(Collection<Primitive> lacking) {
        kernels.removeAll(lacking);
    }

    /**
     * Without all that can be decomposed, by three choices of what is left; and without some, drawn at random.
     *
     * @param random how many of the latter
     * @param kept what all have
     */
    static List<List<LackingBackend>> families(int random, Primitive... kept) {
        List<List<LackingBackend>> families = new ArrayList<>();
        families.add(List.of(lacking(kept, Set.of(Primitives.GE, Primitives.EQ, Primitives.REDUCE_MAX))));
        families.add(
                List.of(lacking(kept, Set.of(Primitives.GT, Primitives.EQ, Primitives.NOT, Primitives.OR, Primitives.ARGMAX))));
        families.add(
                List.of(lacking(kept, Set.of(Primitives.GT, Primitives.GE, Primitives.NOT, Primitives.ARGMAX, Primitives.PAD))));
        Random draws = new Random(5);
        for (int i = 0; i < random; i++) {
            Set<Primitive> left = new HashSet<>();
            Decomposition.possible().stream().filter(any -> draws.nextBoolean()).forEach(left::add);
            CIRCLES.stream().filter(circle -> circle.stream().noneMatch(left::contains))
                    .forEach(circle -> left.add(circle.iterator().next()));
            families.add(List.of(lacking(kept, left)));
        }
        return families;
    }

    private static LackingBackend lacking(Primitive[] kept, Set<Primitive> left) {
        Set<Primitive> lacking = new LinkedHashSet<>(Decomposition.possible());
        lacking.removeAll(left);
        lacking.removeAll(APART);
        lacking.removeAll(List.of(kept));
        return new LackingBackend(lacking);
    }

    @Override
    public String name() {
        return "lacking";
    }

    @Override
    public Capabilities capabilities() {
        return reference.capabilities().with("kernels", kernels.toString());
    }

    @Override
    public Set<Primitive> primitives() {
        return kernels;
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        return reference.allocate(type, precision, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        Graph decomposed = Decomposition.of(graph, this);
        for (Node node : decomposed.nodes()) {
            assertTrue(kernels.contains(node.op()), node.toString());
        }
        return reference.compile(decomposed, settings);
    }
}
