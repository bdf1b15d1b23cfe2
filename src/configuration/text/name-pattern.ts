/** A name that is one part of a path and one word of a shell, and hides no file. */
export const namePattern = /^\w[\w.-]{0,99}$/;

/** What messages say of it. */
export const expectedName = 'up to 100 letters, digits, ".", "_" or "-", no "." or "-" first';
