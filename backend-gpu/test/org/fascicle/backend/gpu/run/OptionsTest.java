package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.gpu.Subject;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.kernel.FixedKernel;
import org.fascicle.backend.gpu.opencl.OpenClDevices;
import org.junit.jupiter.api.Test;

/** The options of a driver's compiler. */
class OptionsTest {
    @Test
    void optionsThatACompilerDoesNotKnowAreNamed() {
        Subject.requireDevice();
        try (Device device = new OpenClDevices("-there-is-no-such-option").open(0)) {
            BackendException refused = assertThrows(BackendException.class,
                    () -> new Engine("opencl", device).compile(List.of(FixedKernel.copy(Type.REAL, -1, 0, 0, 1))));
            assertTrue(refused.getMessage().contains("refuses the kernels, with the options -there-is-no-such-option"),
                    refused.getMessage());
        }
    }
}
