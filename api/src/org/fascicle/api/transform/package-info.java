/** The contract of update transforms, which stand around an optimizer. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.transform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
