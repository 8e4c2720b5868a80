package org.fascicle.backend.gpu.cuda;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * Products by cuBLASLt. For each product it is asked once how it would compute it, before any run; a run then asks it for nothing but
 * work. All products share one piece of memory, since they follow each other in one stream. Used by one thread at a time.
 */
final class Products implements ProductLibrary {
    /** What a product may take beside its operands: what NVIDIA advises for cards since Hopper. */
    static final long MEMORY = 32L << 20;
    private static final int AMPERE = 80;
    private static final String WHAT = "a product cannot be computed by cuBLASLt";

    /** How a product is computed, in bytes that only the library understands, and how much memory that takes. */
    private record Way(byte[] bytes, long memory) {}

    private final Blas blas;
    private final ProductChoice choice;
    private final int capability;
    private final Context context;
    private final Memories memories;
    private final Kernels kernels;
    private final long stream;
    private final long library;
    private final Map<Product, Optional<Way>> ways = new HashMap<>();
    /** 0 before a product needs it. */
    private long memory;

    /**
     * Products on a stream.
     *
     * @param capability of the device: 90 for 9.0
     * @param stream of all work
     */
    Products(Blas blas, ProductChoice choice, int capability, Context context, Memories memories, Kernels kernels, long stream) {
        this.blas = blas;
        this.choice = choice;
        this.capability = capability;
        this.context = context;
        this.memories = memories;
        this.kernels = kernels;
        this.stream = stream;
        try (Context.Entered entered = context.enter()) {
            library = blas.made("cuBLASLt does not start", Blas.Function.CREATE);
        }
    }

    @Override
    public String name() {
        return blas.name();
    }

    @Override
    public Set<Product.Elements> elements() {
        return capability >= AMPERE ? EnumSet.allOf(Product.Elements.class) : EnumSet.of(Product.Elements.FLOAT32);
    }

    @Override
    public boolean wants(Product product) {
        return elements().contains(product.elements()) && choice.wants(product);
    }

    @Override
    public boolean has(Product product) {
        return ways.computeIfAbsent(product, this::found).isPresent();
    }

    private Optional<Way> found(Product product) {
        try (Context.Entered entered = context.enter(); Descriptors descriptors = new Descriptors(blas, product);
                MemoryStack stack = MemoryStack.stackPush()) {
            long preference = blas.made(WHAT, Blas.Function.CREATE_PREFERENCE);
            try {
                prefer(preference, Blas.MEMORY_MOST, MEMORY, Long.BYTES);
                prefer(preference, Blas.LEFT_ALIGNMENT, product.right(), Integer.BYTES);
                prefer(preference, Blas.RIGHT_ALIGNMENT, product.left(), Integer.BYTES);
                prefer(preference, Blas.ADDEND_ALIGNMENT, product.result(), Integer.BYTES);
                prefer(preference, Blas.RESULT_ALIGNMENT, product.result(), Integer.BYTES);
                long result = stack.ncalloc(Long.BYTES, 1, Blas.FOUND);
                long count = stack.ncalloc(Integer.BYTES, 1, Integer.BYTES);
                int status =
                        blas.status(Blas.Function.FIND, library, descriptors.product, descriptors.right(), descriptors.left(),
                                descriptors.result(), descriptors.result(), preference, 1, result, count);
                if (status != Blas.NOT_SUPPORTED) {
                    blas.check(status, WHAT);
                }
                boolean isThere = status == Blas.SUCCESS && MemoryUtil.memGetInt(count) > 0
                        && MemoryUtil.memGetInt(result + Blas.FOUND_STATUS) == Blas.SUCCESS;
                return isThere ? Optional.of(way(result)) : Optional.empty();
            } finally {
                blas.status(Blas.Function.DESTROY_PREFERENCE, preference);
            }
        }
    }

    private void prefer(long preference, int attribute, long value, int bytes) {
        blas.set(WHAT, Blas.Function.SET_PREFERENCE, preference, attribute, value, bytes);
    }

    private static Way way(long found) {
        byte[] bytes = new byte[Blas.WAY];
        MemoryUtil.memByteBuffer(found, Blas.WAY).get(bytes);
        return new Way(bytes, MemoryUtil.memGetLong(found + Blas.FOUND_MEMORY));
    }

    @Override
    public Call prepare(Product product, Place left, Place right, Place result) {
        Way way = ways.computeIfAbsent(product, this::found)
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no way to compute " + product));
        try (Context.Entered entered = context.enter()) {
            if (memory == 0 && way.memory > 0) {
                memory = memories.allocate(MEMORY, "the workspace of cuBLASLt");
            }
            Descriptors descriptors = new Descriptors(blas, product);
            // One and zero, by which the product and what was there before are multiplied, and the way to compute.
            long block = MemoryUtil.nmemCallocChecked(1, 2L * Long.BYTES + Blas.WAY);
            MemoryUtil.memPutFloat(block, 1);
            MemoryUtil.memByteBuffer(block + 2L * Long.BYTES, Blas.WAY).put(way.bytes);
            long to = result.memory() + result.at();
            return kernels.call(blas.prepare(Blas.Function.MULTIPLY, library, descriptors.product, block,
                    right.memory() + right.at(), descriptors.right(), left.memory() + left.at(), descriptors.left(),
                    block + Long.BYTES, to, descriptors.result(), to, descriptors.result(), block + 2L * Long.BYTES,
                    way.memory > 0 ? memory : 0, way.memory, stream), blas::checkRun, () -> {
                        descriptors.close();
                        MemoryUtil.nmemFree(block);
                    });
        }
    }

    /** Gives memory and library back. Used in the device's context. */
    void close() {
        memories.free(memory);
        memory = 0;
        blas.status(Blas.Function.DESTROY, library);
    }
}
