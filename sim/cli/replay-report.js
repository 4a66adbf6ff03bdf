export {};
//# sourceMappingURL=replay-report.js.map