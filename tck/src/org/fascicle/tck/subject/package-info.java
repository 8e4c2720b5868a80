/** What a technique computes, asked as the platform asks it, and run on backends. */
@NullMarked
package org.fascicle.tck.subject;

import org.jspecify.annotations.NullMarked;
