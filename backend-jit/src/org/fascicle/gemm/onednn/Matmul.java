package org.fascicle.gemm.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_BA16a64b2a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_deterministic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_in_order;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;

/** A product of bfloat16 with binary32 results: a primitive of its own, bound to its memory. */
final class Matmul implements Product {
    private static final int ARGUMENTS = 4;

    private final Natives natives;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_stream stream = new dnnl_stream();
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ARGUMENTS);
    private final List<dnnl_memory> memories = new ArrayList<>();
    /** Kept, for oneDNN does not keep memory. */
    private final List<ByteBuffer> kept = new ArrayList<>();

    Matmul(Natives natives, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        this.natives = natives;
        // How many threads there will be is decided now.
        natives.useOneThread();
        dnnl_memory_desc left = describe(m, k, a, dnnl_bf16);
        dnnl_memory_desc right = describe(k, n, b, dnnl_bf16);
        dnnl_memory_desc result = describe(m, n, c, dnnl_f32);
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        Natives.check(dnnl_primitive_attr_create(attributes), "attributes");
        Natives.check(dnnl_primitive_attr_set_deterministic(attributes, 1), "determinism");
        Natives.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "a scratchpad");
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        Natives.check(dnnl_matmul_primitive_desc_create(description, natives.engine, left, right, null, result, attributes),
                "a product of bfloat16");
        Natives.check(dnnl_primitive_create(primitive, description), "a product of bfloat16");
        Natives.check(dnnl_stream_create(stream, natives.engine, dnnl_stream_in_order), "a stream");
        bind(DNNL_ARG_SRC, left, a.memory(), a.offset() * Element.BFLOAT16.bytes());
        bind(DNNL_ARG_WEIGHTS, right, b.memory(), b.offset() * Element.BFLOAT16.bytes());
        bind(DNNL_ARG_DST, result, c.memory(), c.offset() * Element.FLOAT32.bytes());
        dnnl_memory_desc scratchpad = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
        int bytes = Math.toIntExact(dnnl_memory_desc_get_size(scratchpad));
        bind(DNNL_ARG_SCRATCHPAD, scratchpad, aligned(Math.max(1, bytes)), 0);
        dnnl_primitive_desc_destroy(description);
        dnnl_primitive_attr_destroy(attributes);
        List.of(left, right, result).forEach(described -> dnnl_memory_desc_destroy(described));
    }

    private static dnnl_memory_desc describe(int rows, int columns, Matrix matrix, int type) {
        dnnl_memory_desc description = new dnnl_memory_desc();
        if (matrix.isInPairs()) {
            long[] extents = {rows, columns};
            Natives.check(dnnl_memory_desc_create_with_tag(description, 2, extents, type, dnnl_BA16a64b2a), "pairs of rows");
            return description;
        }
        long[] strides = matrix.isTransposed() ? new long[] {1, matrix.leading()} : new long[] {matrix.leading(), 1};
        Natives.check(dnnl_memory_desc_create_with_strides(description, 2, new long[] {rows, columns}, type, strides),
                "a layout");
        return description;
    }

    private static ByteBuffer aligned(int bytes) {
        int line = 64;
        return ByteBuffer.allocateDirect(bytes + 2 * line).alignedSlice(line);
    }

    private void bind(int argument, dnnl_memory_desc description, ByteBuffer memory, int offset) {
        dnnl_memory bound = new dnnl_memory();
        ByteBuffer from = memory.duplicate().position(offset).slice();
        Natives.check(dnnl_memory_create(bound, description, natives.engine, new BytePointer(from)), "memory");
        arguments.position(memories.size()).arg(argument).memory(bound);
        arguments.position(0);
        memories.add(bound);
        kept.add(from);
    }

    @Override
    public void run() {
        natives.useOneThread();
        Natives.check(dnnl_primitive_execute(primitive, stream, ARGUMENTS, arguments), "a product");
    }

    @Override
    public void close() {
        dnnl_stream_destroy(stream);
        dnnl_primitive_destroy(primitive);
        memories.forEach(memory -> dnnl_memory_destroy(memory));
        arguments.close();
    }
}
