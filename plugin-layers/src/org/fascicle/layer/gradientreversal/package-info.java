/** The layer {@code gradient_reversal}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.gradientreversal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
