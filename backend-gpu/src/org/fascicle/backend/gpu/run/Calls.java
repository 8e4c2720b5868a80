package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.fascicle.backend.gpu.kernel.Decision;
import org.fascicle.backend.gpu.kernel.FixedKernel;
import org.fascicle.backend.gpu.kernel.Frame;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Cost;

/** Makes all that a run of a program asks for ready, in one order: kernels and a library's products, then what is copied. */
final class Calls {
    private final Engine engine;
    private final Program program;
    private final Memory memory;

    Calls(Engine engine, Program program, Memory memory) {
        this.engine = engine;
        this.program = program;
        this.memory = memory;
    }

    /** All calls of a run with a number of rows, as one. */
    Call of(int rows) {
        return new Repeated(engine.device(), new ArrayList<>(each(rows).values()));
    }

    /** The calls of a run, with what a profile says of each. */
    Map<Profile.Part, Call> each(int rows) {
        List<Rendered> kernels = new ArrayList<>();
        Map<Profile.Part, Supplier<Call>> asked = new LinkedHashMap<>();
        Set<Node> declined = new HashSet<>();
        List<Rendered> rendered = program.render(rows, memory, declined);
        ProductLibrary library = program.library();
        Costs costs = new Costs(rendered, rows, library == null ? "" : library.name(), declined);
        for (int i = 0; i < rendered.size(); i++) {
            Rendered kernel = rendered.get(i);
            kernels.add(kernel);
            Product product = kernel.product();
            asked.put(costs.of(i), product == null || library == null ? () -> engine.prepare(launch(kernel))
                    : () -> product(library, product, kernel));
        }
        for (Copy copy : program.copies()) {
            Node value = copy.value();
            int count = Math.toIntExact(Memory.size(value.shape(), rows));
            Rendered kernel =
                    FixedKernel.copy(value.type(), copy.isGuarded() && program.isGuarded() ? Frame.ACCEPTED : -1,
                            memory.offset(value, copy.from()),
                            memory.offset(value, copy.to()), count);
            kernels.add(kernel);
            asked.put(
                    Profile.Part.of("copy", List.of(value.provenance()), asked.size(), true,
                            2 * Cost.bytes(value, rows, Float.BYTES), 0, 0),
                    () -> engine.prepare(
                            launch(kernel, List.of(memory.handle(value, copy.from()), memory.handle(value, copy.to())))));
        }
        engine.compile(kernels);
        Map<Profile.Part, Call> calls = new LinkedHashMap<>();
        try {
            asked.forEach((part, call) -> calls.put(part, call.get()));
        } catch (RuntimeException e) {
            calls.values().forEach(Call::close);
            throw e;
        }
        return calls;
    }

    private Call product(ProductLibrary library, Product product, Rendered asked) {
        int width = product.elements().bytes();
        return library.prepare(product, place(asked, 0, width), place(asked, 1, width), place(asked, 2, Float.BYTES));
    }

    private ProductLibrary.Place place(Rendered asked, int number, int width) {
        return new ProductLibrary.Place(handle(asked.arrays().get(number)), (long) width * asked.words().get(number + 1));
    }

    private Launch launch(Rendered kernel) {
        return launch(kernel, kernel.arrays().stream().map(this::handle).toList());
    }

    private long handle(Node array) {
        return array == Decision.state() ? memory.state : memory.handle(array, program.placement(array));
    }

    private Launch launch(Rendered kernel, List<Long> arrays) {
        List<Long> handles = new ArrayList<>(List.of(memory.frame, memory.state));
        handles.addAll(arrays);
        int[] words = kernel.words().stream().mapToInt(word -> word).toArray();
        return new Launch(kernel.name(), words, handles, kernel.groups(), Rendered.THREADS);
    }
}
