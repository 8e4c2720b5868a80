package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device by a fake driver: the order of what is asked for, and faults in it, which the fake finds. */
class CudaDeviceTest {
    private static final String KERNELS = """
            struct numbers { int count; int more; };
            extern "C" __global__ void add(const numbers p, int* x) {
                const int i = blockIdx.x * 256 + threadIdx.x;
                if (i < p.count) {
                    x[i] += p.more;
                }
            }
            extern "C" __global__ void beyond(const numbers p, int* x) {
                x[p.count] = p.more;
            }
            extern "C" __global__ void reversed(const numbers p, int* x) {
                __shared__ int all[256];
                const int i = threadIdx.x;
                all[i] = x[i];
                __syncthreads();
                x[i] = all[255 - i];
            }
            extern "C" __global__ void apart(const numbers p, int* x) {
                if (threadIdx.x < 3) {
                    __syncthreads();
                }
                x[threadIdx.x] = 1;
            }
            """;
    private static FakeCuda shared;
    private FakeCuda fake;
    private Device device;

    @BeforeEach
    void open() {
        if (shared == null) {
            shared = FakeCuda.load();
        }
        fake = shared;
        fake.reset();
        device = fake.devices().open(0);
    }

    @AfterEach
    void close() {
        device.close();
        fake.reset();
    }

    private static ByteBuffer ints(int count) {
        return ByteBuffer.allocateDirect(count * Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer filled(int count, int value) {
        ByteBuffer ints = ints(count);
        for (int i = 0; i < count; i++) {
            ints.putInt(i * Integer.BYTES, value);
        }
        return ints;
    }

    private int[] content(long memory, int count) {
        ByteBuffer ints = ints(count);
        device.read(memory, 0, ints);
        int[] content = new int[count];
        ints.asIntBuffer().get(content);
        return content;
    }

    private static Launch launch(String kernel, long memory, int count, int more) {
        return new Launch(kernel, new int[] {count, more}, List.of(memory), (count + 255) / 256, 256);
    }

    private Call add(long module, long memory, int more) {
        return device.prepare(module, launch("add", memory, 300, more));
    }

    @Test
    void memoryIsZeroAndIsWrittenAndRead() {
        long memory = device.allocate(2000, "numbers");
        assertArrayEquals(new int[500], content(memory, 500));
        device.write(memory, 40, filled(2, 7));
        int[] content = content(memory, 13);
        assertArrayEquals(new int[] {0, 7, 7, 0}, new int[] {content[9], content[10], content[11], content[12]});
        device.free(memory);
        assertEquals("", fake.faults());
    }

    private void reopenWithHurry() {
        device.close();
        fake.reset();
        fake.hurry();
        device = fake.devices().open(0);
    }

    @Test
    void theFirstWritesMayComeAtOnce() {
        reopenWithHurry();
        long memory = device.allocate(3600, "numbers");
        for (int i = 0; i < 3; i++) {
            device.write(memory, 1200L * i, filled(300, i + 1));
        }
        int[] content = content(memory, 900);
        assertArrayEquals(new int[] {1, 2, 3}, new int[] {content[0], content[300], content[600]});
        device.free(memory);
        assertEquals("", fake.faults());
    }

    @Test
    void writesThatComeAtOnceKeepTheirPlaceBetweenRuns() {
        reopenWithHurry();
        writesKeepTheirPlaceBetweenRuns();
    }

    @Test
    void writesKeepTheirPlaceBetweenRuns() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1200, "numbers");
        Call call = add(module, memory, 1);
        ByteBuffer from = ints(300);
        int expected = 0;
        // More pieces than there are places on the way, so that each place is used again.
        for (int i = 0; i < 3 * Transfers.AHEAD; i++) {
            device.write(memory, 0, filled(300, i));
            call.enqueue();
            call.enqueue();
            expected = i + 2;
        }
        assertEquals(expected, content(memory, 300)[299]);
        long other = device.allocate(1200L * Transfers.AHEAD, "numbers");
        for (int i = 0; i < Transfers.AHEAD; i++) {
            from.asIntBuffer().put(filled(300, i).asIntBuffer());
            device.write(other, 1200L * i, from);
        }
        int[] all = content(other, 300 * Transfers.AHEAD);
        for (int i = 0; i < all.length; i++) {
            assertEquals(i / 300, all[i]);
        }
        call.close();
        device.discard(module);
        device.free(memory);
        device.free(other);
        assertEquals("", fake.faults());
    }

    @Test
    void aWriteDoesNotWaitForRunsBeforeIt() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1200, "numbers");
        Call call = add(module, memory, 1);
        call.enqueue();
        long finished = fake.count("cuStreamSynchronize");
        for (int i = 0; i < 2; i++) {
            device.write(memory, 0, filled(300, 5));
            call.enqueue();
        }
        assertEquals(0, fake.count("kernels"));
        assertEquals(finished, fake.count("cuStreamSynchronize"));
        assertEquals(6, content(memory, 1)[0]);
        assertEquals(3, fake.count("kernels"));
        call.close();
        device.discard(module);
        device.free(memory);
    }

    @Test
    void piecesLargerThanAPlaceArriveWhole() {
        int count = Transfers.PIECE / Integer.BYTES * 3 + 5;
        long memory = device.allocate((long) count * Integer.BYTES, "numbers");
        ByteBuffer from = ints(count);
        for (int i = 0; i < count; i++) {
            from.putInt(i * Integer.BYTES, i);
        }
        device.write(memory, 0, from);
        int[] content = content(memory, count);
        for (int i = 0; i < count; i++) {
            assertEquals(i, content[i]);
        }
        device.free(memory);
        assertEquals("", fake.faults());
    }

    @Test
    void capturedCallsRunInTheirOrderWithOneLaunch() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1024, "numbers");
        device.write(memory, 0, filled(1, 5));
        Call call = device.capture(List.of(device.prepare(module, launch("add", memory, 1, 2)),
                device.prepare(module, launch("reversed", memory, 256, 0)), device.prepare(module, launch("add", memory, 1, 9))));
        assertEquals(0, fake.count("kernels"));
        long launches = fake.count("cuLaunchKernel");
        call.enqueue();
        call.enqueue();
        int[] content = content(memory, 256);
        // 7 goes to the end and 9 begins; then 11 goes to the end, and 7 comes back and is 16.
        assertEquals(16, content[0]);
        assertEquals(11, content[255]);
        assertEquals(2, fake.count("cuGraphLaunch"));
        assertEquals(launches, fake.count("cuLaunchKernel"));
        assertEquals(6, fake.count("kernels"));
        call.close();
        device.discard(module);
        device.free(memory);
        assertEquals("", fake.faults());
    }

    @Test
    void aMissingWaitIsFound() {
        long memory = device.allocate(1200, "numbers");
        fake.ignore("cuStreamWaitEvent");
        device.write(memory, 0, filled(300, 7));
        // What is moved has not come yet.
        assertFalse(content(memory, 300)[0] == 7);
        device.free(memory);
    }

    @Test
    void aPlaceThatIsUsedAgainTooEarlyIsFound() {
        long memory = device.allocate(1200L * (Transfers.AHEAD + 1), "numbers");
        fake.ignore("cuEventSynchronize");
        for (int i = 0; i <= Transfers.AHEAD; i++) {
            device.write(memory, 1200L * i, filled(300, i + 1));
        }
        int[] content = content(memory, 300 * (Transfers.AHEAD + 1));
        assertEquals(Transfers.AHEAD + 1, content[0]);
        device.free(memory);
    }

    @Test
    void aPlaceOnTheDeviceThatIsUsedAgainTooEarlyIsFound() {
        reopenWithHurry();
        long memory = device.allocate(3600, "numbers");
        device.finish();
        fake.ignore("cuStreamWaitEvent");
        for (int i = 0; i < 3; i++) {
            device.write(memory, 1200L * i, filled(300, i + 1));
        }
        int[] content = content(memory, 900);
        assertArrayEquals(new int[] {3, 2, 3}, new int[] {content[0], content[300], content[600]});
        device.free(memory);
    }

    @Test
    void otherContextsOfAThreadAreLeftAlone() {
        long memory = device.allocate(8, "numbers");
        device.write(memory, 0, filled(2, 1));
        assertThrows(BackendException.class, () -> device.copy(memory, 0, memory, 100, 8));
        device.free(memory);
        assertEquals(fake.count("cuCtxPushCurrent_v2"), fake.count("cuCtxPopCurrent_v2"));
    }

    @Test
    void anAllocationWhileCapturingIsFound() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1200, "numbers");
        boolean[] closed = {false};
        Call allocating = new Call() {
            @Override
            public void enqueue() {
                device.allocate(8, "something");
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        BackendException refused = assertThrows(BackendException.class,
                () -> device.capture(List.of(add(module, memory, 1), allocating)));
        assertTrue(String.valueOf(refused.getMessage()).contains("STREAM_CAPTURE_UNSUPPORTED"), refused.getMessage());
        assertEquals("cuMemAlloc_v2 while a graph is captured\n", fake.faults());
        assertTrue(closed[0]);
        Call call = device.capture(List.of(add(module, memory, 1)));
        call.enqueue();
        assertEquals(1, content(memory, 1)[0]);
        call.close();
        device.discard(module);
        device.free(memory);
    }

    @Test
    void aUseAfterFreeIsFound() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1200, "numbers");
        device.finish();
        Call call = add(module, memory, 1);
        call.enqueue();
        fake.ignore("cuStreamSynchronize");
        device.free(memory);
        fake.reset();
        BackendException lost = assertThrows(BackendException.class, device::finish);
        assertTrue(String.valueOf(lost.getMessage()).contains("CUDA_ERROR_ILLEGAL_ADDRESS"), lost.getMessage());
        assertTrue(fake.faults().contains("the kernel add: its argument 1"), fake.faults());
        assertTrue(fake.faults().contains("that was given back"), fake.faults());
        call.close();
    }

    @Test
    void aWriteBesideMemoryIsFound() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1200, "numbers");
        Call call = device.prepare(module, launch("beyond", memory, 300, 1));
        call.enqueue();
        assertThrows(BackendException.class, device::finish);
        assertTrue(fake.faults().contains("something was written beside 1200 bytes"), fake.faults());
        call.close();
    }

    @Test
    void aBarrierForSomeIsFound() {
        long module = device.compile(KERNELS);
        long memory = device.allocate(1024, "numbers");
        Call call = device.prepare(module, launch("apart", memory, 256, 1));
        call.enqueue();
        assertThrows(BackendException.class, device::finish);
        assertTrue(fake.faults().contains("a barrier that 253 of 256 threads do not reach"), fake.faults());
        call.close();
    }

    @Test
    void memoryThatDoesNotSufficeIsSaid() {
        fake.leave(1 << 20);
        MemoryException refused = assertThrows(MemoryException.class, () -> device.allocate(3 << 20, "a workspace"));
        assertEquals("a workspace needs 3.0 MiB, and Fake GPU has room for 1.0 MiB", refused.getMessage());
        long memory = device.allocate(1 << 19, "a workspace");
        device.free(memory);
        assertEquals("", fake.faults());
    }

    @Test
    void aDeviceWithoutMemoryIsNotOpened() {
        device.close();
        fake.leave(1 << 20);
        CudaDevices devices = fake.devices();
        assertThrows(MemoryException.class, () -> devices.open(0));
        // All that was taken on the way is back.
        assertEquals("", fake.faults());
        fake.reset();
        device = devices.open(0);
    }

    @Test
    void whatTheCompilerRefusesIsSaid() {
        BackendException refused =
                assertThrows(BackendException.class, () -> device.compile("extern \"C\" __global__ void broken(int) { none; }"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Fake GPU's compiler refuses the kernels:\n"),
                refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("none"), refused.getMessage());
        fake.refuseModules();
        refused = assertThrows(BackendException.class, () -> device.compile(KERNELS));
        assertEquals("Fake GPU refuses the kernels: CUDA_ERROR_INVALID_IMAGE", refused.getMessage());
    }
}
