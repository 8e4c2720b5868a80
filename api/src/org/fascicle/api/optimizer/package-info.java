/** The contract of optimizers. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.optimizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
