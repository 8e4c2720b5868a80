/** Programs and memory on a device, the same for all drivers. */
@NullMarked
package org.fascicle.backend.gpu.run;

import org.jspecify.annotations.NullMarked;
