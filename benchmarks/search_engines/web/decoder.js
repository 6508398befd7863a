export const decoded = () => "";
