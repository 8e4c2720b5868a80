package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.compiler.pass.Cost;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * What a profile says of launches, without a time. Each is a phase by itself.
 *
 * @param launches of a run
 * @param library the name of the library of products; empty if there is none
 * @param declined the products that the library was to compute, and cannot
 */
record Costs(List<Rendered> launches, int rows, String library, Set<Node> declined) {
    /** What it says of the launch of a number. A kernel that is computed in several launches costs in the last, but for a library's product. */
    Profile.Part of(int at) {
        Rendered launch = launches.get(at);
        Product product = launch.product();
        if (product != null) {
            return product(launch, product, at);
        }
        List<String> operations = new ArrayList<>();
        Set<String> provenances = new LinkedHashSet<>();
        boolean isMove = !launch.kernels().isEmpty();
        long bytes = 0;
        long count = 0;
        for (Kernel kernel : launch.kernels()) {
            Profile.Part part = Cost.part(kernel, rows, Float.BYTES, at, 0);
            Product made = made(kernel, at);
            boolean isLast =
                    launches.subList(at + 1, launches.size()).stream().noneMatch(later -> later.kernels().contains(kernel));
            operations.add(isLast ? part.operation() + note(kernel, made) : "pieces of " + part.operation());
            provenances.addAll(part.provenances());
            isMove &= part.isMove();
            bytes += isLast ? part.bytes() : 0;
            count += isLast ? part.operations() - (made == null ? 0 : 2 * made.multiplications()) : 0;
        }
        if (operations.isEmpty()) {
            // No kernel of the schedule's: it decides whether the run is accepted.
            operations.add("guard");
            provenances.add(launch.cause());
        }
        return Profile.Part.of(String.join(" | ", operations), new ArrayList<>(provenances), at, isMove, bytes, count, 0);
    }

    private Profile.Part product(Rendered launch, Product product, int at) {
        long operands = (long) product.batches() * product.inner() * (product.rows() + product.columns());
        long results = (long) product.batches() * product.rows() * product.columns();
        List<String> provenances =
                launch.kernels().stream().flatMap(kernel -> kernel.anchor().stream()).map(Node::provenance).toList();
        return Profile.Part.of("matmul by " + library, provenances, at, false,
                operands * product.elements().bytes() + results * Float.BYTES, 2 * product.multiplications(), 0);
    }

    /** What the library has made of a kernel before; null if it has made nothing. */
    private @Nullable Product made(Kernel kernel, int at) {
        return launches.subList(0, at).stream().filter(before -> before.product() != null && before.kernels().contains(kernel))
                .map(Rendered::product).findFirst().orElse(null);
    }

    private String note(Kernel kernel, @Nullable Product made) {
        return made != null ? " behind it" : kernel.anchor().filter(declined::contains).isPresent()
                ? " (" + library + " has no way)" : "";
    }
}
