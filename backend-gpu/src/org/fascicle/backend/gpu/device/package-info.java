/** What a GPU can do, whoever's driver it has. */
@NullMarked
package org.fascicle.backend.gpu.device;

import org.jspecify.annotations.NullMarked;
