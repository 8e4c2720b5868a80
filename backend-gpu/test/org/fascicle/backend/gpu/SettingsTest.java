package org.fascicle.backend.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.gpu.cuda.CudaBackend;
import org.fascicle.backend.gpu.opencl.OpenClBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Which device a backend takes is said by its configuration, or else by a property; what cannot be, is said in words. */
class SettingsTest {
    @TempDir
    Path folder;

    private BundleContext context(Map<String, String> properties) {
        return (BundleContext) Proxy.newProxyInstance(BundleContext.class.getClassLoader(), new Class<?>[] {BundleContext.class},
                (self, method, given) -> method.getName().equals("getProperty") ? properties.get(given[0])
                        : new File(folder.toFile(), (String) given[0]));
    }

    private static void refused(Backend backend, String... words) {
        BackendException refused =
                assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1));
        for (String word : words) {
            assertTrue(refused.getMessage().contains(word), refused.getMessage());
        }
        assertEquals(refused.getMessage(), backend.capabilities().missing());
    }

    @Test
    void aDeviceThatIsNotThereIsNamedWithThoseThatAre() {
        Subject.requireDevice();
        OpenClBackend first = new OpenClBackend(context(Map.of("fascicle.backend.opencl.device", "99")), Map.of("device", "0"));
        assertEquals("", first.capabilities().missing());
        first.stop();
        refused(new OpenClBackend(context(Map.of("fascicle.backend.opencl.device", "99")), Map.of()), "no OpenCL device 99",
                "there are", first.capabilities().device());
        refused(new OpenClBackend(context(Map.of()), Map.of("device", -1)), "no OpenCL device -1");
        refused(new OpenClBackend(context(Map.of()), Map.of("device", "first")), "'first', which is no number", "there are");
    }

    @Test
    void theDriversCompilerIsGivenOptions() {
        Subject.requireDevice();
        OpenClBackend given = new OpenClBackend(context(Map.of("fascicle.backend.opencl.compiler_options", " -cl-opt-disable")),
                Map.of());
        assertEquals("-cl-opt-disable", given.capabilities().record().get("compiler options"));
        given.stop();
    }

    @Test
    void aFolderWithoutADriverHasNone() {
        refused(new CudaBackend(context(Map.of("fascicle.backend.cuda.libraries", folder.toString())), Map.of()),
                "no driver of NVIDIA's");
    }
}
