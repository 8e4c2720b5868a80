package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is, and why there is nothing. */
class CudaDevicesTest {
    @TempDir
    Path folder;

    private static CudaDevices in(Path folder) {
        return new CudaDevices(new Libraries(folder.toString(), false), "auto");
    }

    @Test
    void aFolderNamesDriverAndCompiler() {
        FakeCuda fake = FakeCuda.load();
        CudaDevices devices = fake.devices();
        assertNull(devices.problem());
        assertEquals(List.of("Fake GPU"), devices.names());
        Device device = devices.open(0);
        assertEquals("{hardware=Fake GPU, compute capability 9.0, driver=CUDA 13.0, compiler=NVRTC 13.0, sm_90, "
                + "products=kernels of Fascicle's}",
                device.record().toString());
        device.close();
        assertEquals("", fake.faults());
    }

    @Test
    void withoutADriverItSaysWhatWasLookedFor() {
        CudaDevices none = in(folder);
        assertEquals("there is no driver of NVIDIA's on this machine: libcuda.so.1, nvcuda.dll were looked for", none.problem());
        assertEquals(List.of(), none.names());
        BackendException refused = assertThrows(BackendException.class, () -> none.open(0));
        assertEquals(none.problem(), refused.getMessage());
    }

    @Test
    void aDriverMayKnowNoDevice() {
        FakeCuda fake = FakeCuda.load();
        fake.devices(0);
        String problem = String.valueOf(fake.devices().problem());
        assertTrue(problem.endsWith("libcuda.so.1 knows no device"), problem);
    }

    @Test
    void withoutNvrtcItPointsToOpenCl() throws Exception {
        FakeCuda fake = FakeCuda.load();
        Files.copy(fake.folder().resolve(FakeCuda.DRIVER), folder.resolve(FakeCuda.DRIVER));
        String problem = String.valueOf(in(folder).problem());
        assertTrue(
                problem.startsWith(
                        "there is Fake GPU with NVIDIA's driver for CUDA 13.0, but no NVRTC of this CUDA or an older one"),
                problem);
        assertTrue(
                problem.contains(
                        "libnvrtc.so.13, nvrtc64_130_0.dll, libnvrtc.so.12, nvrtc64_120_0.dll were looked for in " + folder),
                problem);
        assertTrue(problem.endsWith("The backend 'opencl' computes on the card without it"), problem);
    }

    @Test
    void aCompilerThatIsNewerThanTheDriverIsNotTaken() throws Exception {
        FakeCuda fake = FakeCuda.load();
        fake.version(12040);
        String problem = String.valueOf(fake.devices().problem());
        assertTrue(problem.contains("driver for CUDA 12.4, but no NVRTC of this CUDA or an older one"), problem);
        Files.copy(fake.folder().resolve(FakeCuda.NVRTC), fake.folder().resolve("libnvrtc.so.12"));
        assertNull(fake.devices().problem());
        fake.version(11080);
        problem = String.valueOf(fake.devices().problem());
        assertTrue(problem.contains("driver for CUDA 11.8, but one for CUDA 12 or newer is needed"), problem);
    }

    @Test
    void whatIsNoDriverIsSaid() throws Exception {
        FakeCuda fake = FakeCuda.load();
        Files.copy(fake.folder().resolve(FakeCuda.NVRTC), folder.resolve(FakeCuda.DRIVER));
        String problem = String.valueOf(in(folder).problem());
        assertTrue(problem.startsWith("CUDA cannot be used: there is no function cuInit in "), problem);
    }

    @Test
    void aNumberThatIsNotThereIsRefused() {
        CudaDevices devices = FakeCuda.load().devices();
        for (int number : new int[] {-1, 1}) {
            BackendException refused = assertThrows(BackendException.class, () -> devices.open(number));
            assertEquals("there is no CUDA device " + number + "; there are 1: [Fake GPU]", refused.getMessage());
        }
    }

    @Test
    void anOlderCompilerCompilesForAnIntermediateMachine() {
        FakeCuda fake = FakeCuda.load();
        fake.newest(80);
        Device device = fake.devices().open(0);
        assertEquals("NVRTC 13.0, compute_80", device.record().get("compiler"));
        device.discard(device.compile("extern \"C\" __global__ void nothing(float* x) {}"));
        device.close();
        assertEquals("", fake.faults());
    }

    @Test
    void aDeviceThatIsTooOldForTheCompilerIsRefused() {
        FakeCuda fake = FakeCuda.load();
        fake.capability(61);
        CudaDevices devices = fake.devices();
        BackendException refused = assertThrows(BackendException.class, () -> devices.open(0));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(
                "NVRTC 13.0 compiles for compute capability 7.5 and newer, and the device has 6.1"), refused.getMessage());
        assertEquals("", fake.faults());
    }
}
