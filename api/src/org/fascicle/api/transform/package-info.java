/** The contract of gradient transforms. */
@NullMarked
@Version("0.1.0")
package org.fascicle.api.transform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
