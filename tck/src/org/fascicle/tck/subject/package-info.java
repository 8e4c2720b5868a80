/** What a technique computes, asked as the platform asks it, and run on backends. */
package org.fascicle.tck.subject;
